import { getBreaker } from "../../services/breaker/get.ts";
import { holdBreaker } from "../../services/breaker/hold.ts";
import { listBreakers } from "../../services/breaker/list.ts";
import { resetBreaker } from "../../services/breaker/reset.ts";
import { tripBreaker } from "../../services/breaker/trip.ts";
import { breakerHoldInput, breakerInput, breakerReasonInput } from "../../services/inputs-breakers.ts";
import * as shapes from "./breaker-shapes.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";

export const breakerEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/breakers",
    id: "listBreakers",
    summary: "Every resource that has ever failed or was held by a person, with how much waits for it.",
    action: "breaker.read",
    answer: shapes.breakers,
    handle: async ({ services, caller }) => ({
      data: [...(await listBreakers(services, caller))],
      nextCursor: null,
    }),
  }),
  endpoint({
    method: "GET",
    path: "/breakers/{id}",
    id: "getBreaker",
    summary: "One breaker and the runs that wait for it.",
    action: "breaker.read",
    params: breakerInput,
    answer: shapes.breakerDetail,
    handle: ({ services, caller, params }) => getBreaker(services, caller, params),
  }),
  endpoint({
    method: "POST",
    path: "/breakers/{id}/trip",
    id: "tripBreaker",
    summary: "Open a breaker as if it had failed often enough; it finds the way back by itself.",
    action: "breaker.trip",
    params: breakerInput,
    body: breakerReasonInput,
    answer: shapes.breakerDetail,
    handle: ({ services, caller, params, body }) => tripBreaker(services, caller, { ...body, ...params }),
  }),
  endpoint({
    method: "POST",
    path: "/breakers/{id}/reset",
    id: "resetBreaker",
    summary: "Close a breaker, take back what a person said of it, and let go what it holds.",
    action: "breaker.reset",
    params: breakerInput,
    body: breakerReasonInput,
    answer: shapes.breakerDetail,
    handle: ({ services, caller, params, body }) => resetBreaker(services, caller, { ...body, ...params }),
  }),
  endpoint({
    method: "POST",
    path: "/breakers/{id}/hold",
    id: "holdBreaker",
    summary: "Hold a breaker open or closed, whatever its figures say, for a time or until it is reset.",
    action: "breaker.hold",
    params: breakerInput,
    body: breakerHoldInput,
    answer: shapes.breakerDetail,
    handle: ({ services, caller, params, body }) => holdBreaker(services, caller, { ...body, ...params }),
  }),
];
