import { pipeline, type Readable, Transform } from "node:stream";
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from "node:zlib";
import { EgressError } from "./egress-error.ts";

export type Caps = {
  /** Bytes as they come over the wire. */
  readonly wireBytes: number;
  /** Bytes once every encoding is taken off. */
  readonly decodedBytes: number;
};

const MAX_ENCODINGS = 2;
const MAX_RATIO = 100;
/** Below this a good ratio is only a small, regular answer. */
const RATIO_FROM_BYTES = 1024 * 1024;
/** 8 MB of window, as RFC 8878 asks of decoders; the library's own default is 128 MB. */
const ZSTD_WINDOW_LOG = 23;

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: () => createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } }),
};

/** Takes the encodings off a body and ends it with an error as soon as a cap is passed. */
export function decodedBody(body: Readable, contentEncoding: string | undefined, caps: Caps): Readable {
  const decoders = decodersOf(contentEncoding);
  const wire = { bytes: 0 };
  const stages: Transform[] = [counting((bytes) => checkWire(bytes, caps), wire)];
  for (const decoder of decoders) {
    stages.push(
      decoder(),
      counting((bytes) => checkDecoded(bytes, wire.bytes, caps)),
    );
  }
  const last = stages.at(-1) as Transform;
  // The error reaches the reader through the last stage; the callback only keeps it from being unhandled.
  pipeline([body, ...stages], () => undefined);
  return last;
}

function decodersOf(contentEncoding: string | undefined): readonly (() => Transform)[] {
  const names = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  if (names.length > MAX_ENCODINGS) {
    throw tooLarge(`The answer is encoded ${names.length} times; ${MAX_ENCODINGS} is the most.`);
  }
  return names.reverse().map((name) => {
    const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
    if (!decoder)
      throw new EgressError(
        "RequestFailed",
        `The answer has an encoding that is not known here: ${name.slice(0, 40)}.`,
      );
    return decoder;
  });
}

function counting(check: (bytes: number) => EgressError | null, count = { bytes: 0 }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count.bytes += chunk.length;
      const error = check(count.bytes);
      if (error) done(error);
      else done(null, chunk);
    },
  });
}

function checkWire(bytes: number, { wireBytes }: Caps): EgressError | null {
  return bytes > wireBytes ? tooLarge(`The answer is longer than ${megabytes(wireBytes)}.`) : null;
}

function checkDecoded(bytes: number, wire: number, { decodedBytes }: Caps): EgressError | null {
  if (bytes > decodedBytes)
    return tooLarge(`The answer is longer than ${megabytes(decodedBytes)} once it is decoded.`);
  if (bytes > RATIO_FROM_BYTES && bytes > wire * MAX_RATIO)
    return tooLarge(`The answer grows more than ${MAX_RATIO} times when it is decoded.`);
  return null;
}

function tooLarge(message: string): EgressError {
  return new EgressError("ResponseTooLarge", message);
}

function megabytes(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;
}
