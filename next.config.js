// Banyan reports to nobody, and neither does its page framework.
process.env.NEXT_TELEMETRY_DISABLED = "1";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // `npm run verify` checks types, of everything at once; a start from a fresh clone need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // No image service: nothing here needs one, and it would fetch on request.
  images: { unoptimized: true },
  allowedDevOrigins: ["127.0.0.1", "localhost", "[::1]"],
  // A lock file further up must not move the root.
  turbopack: { root: import.meta.dirname },
};

export default config;
