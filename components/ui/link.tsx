import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link within the product. What it leads to is fetched with the click and not as soon as the link is on screen: pages
 * hold no data of their own, and a list would ask for each of its rows. `prefetch` is for the places that everybody
 * goes to.
 */
export function Link({ prefetch = false, ...props }: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={prefetch} {...props} />;
}
