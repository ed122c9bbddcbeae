import { TRPCError } from "@trpc/server";
import { describe, expect, it } from "vitest";
import { ServiceError } from "../services/errors.ts";
import { toServiceError, visibleShape } from "./errors.ts";

function recordingLog() {
  const errors: object[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object) => errors.push(fields),
  };
  return { log, errors };
}

describe("toServiceError", () => {
  it("logs what nobody expected under the id of the request, and says nothing of it outside", () => {
    const { log, errors } = recordingLog();
    const thrown = new Error("connection string postgres://secret");
    const refusal = toServiceError(thrown, log, "request-1");
    expect(errors).toEqual([{ err: thrown, requestId: "request-1" }]);
    expect(refusal.code).toBe("INTERNAL");
    expect(refusal.message).not.toContain("secret");
  });

  it("logs no refusal: it is an answer", () => {
    const { log, errors } = recordingLog();
    const refusal = new ServiceError("NOT_FOUND", "No such run.");
    expect(toServiceError(refusal, log, "request-1")).toBe(refusal);
    expect(errors).toEqual([]);
  });
});

describe("visibleShape", () => {
  it("tells the id of the request and never the stack", () => {
    const shape = {
      message: "m",
      code: -32603,
      data: { code: "INTERNAL_SERVER_ERROR", httpStatus: 500, path: "runs.list", stack: "at secret.ts" },
    };
    const { data } = visibleShape(shape, new TRPCError({ code: "INTERNAL_SERVER_ERROR" }), "request-1");
    expect(data).toMatchObject({ requestId: "request-1", httpStatus: 500 });
    expect(data).not.toHaveProperty("stack");
  });
});
