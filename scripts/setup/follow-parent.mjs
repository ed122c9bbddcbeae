/** Loaded into the server before it starts: when its starter has died, even by SIGKILL, it stops as if it had been told to. */
const parent = process.ppid;
const timer = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(timer);
  process.kill(process.pid, "SIGTERM");
}, 1_000);
timer.unref();
