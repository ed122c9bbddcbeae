import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { StartProblem } from "./start-problem.ts";

export type Listening = { readonly server: Server; readonly port: number };

/**
 * Takes the port before anything slow happens: whoever is late hears so at once, and the port cannot be lost while
 * the database starts.
 */
export async function listen(port: number, hostname: string): Promise<Listening> {
  const server = createServer({ requestTimeout: 120_000, headersTimeout: 20_000, maxHeaderSize: 16_384 });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenProblem(error, port, hostname)));
    server.listen({ port, host: hostname }, resolve);
  });
  server.removeAllListeners("error");
  const address = server.address() as AddressInfo;
  return { server, port: address.port };
}

function listenProblem(error: Error, port: number, hostname: string): Error {
  switch ("code" in error ? error.code : "") {
    case "EADDRINUSE":
      return new StartProblem(
        `Port ${port} is taken by another program.`,
        `Stop it, or choose another: PORT=${port === 65_535 ? 3000 : port + 1} npm start`,
      );
    case "EACCES":
      return new StartProblem(
        `Port ${port} needs more rights than you have.`,
        "Choose one above 1023: PORT=3000 npm start",
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new StartProblem(
        `This machine has no address ${hostname}.`,
        "Leave HOSTNAME unset for 127.0.0.1.",
      );
    default:
      return error;
  }
}
