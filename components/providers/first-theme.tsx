/** What `next-themes` does too, but early: a key and two classes that both must agree on. */
const SCRIPT = `try{var t=localStorage.getItem("theme");document.documentElement.classList.add(t==="dark"||t!=="light"&&matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light")}catch(e){}`;

type FirstThemeProps = {
  /** What the element must carry to count. */
  readonly nonce: string;
};

/**
 * Sets the theme's class from within `<head>`, where nothing can be painted yet. `next-themes` sets it in `<body>`: a
 * browser that waited there for the style sheet paints one frame in the colours of the light theme before it goes on.
 */
export function FirstTheme({ nonce }: FirstThemeProps) {
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {SCRIPT}
    </script>
  );
}
