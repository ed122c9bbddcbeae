import { defineConfig } from "banyan/tasks";

/** Your own settings. Every file in `tasks/` is found by itself; list here the tasks that live elsewhere. */
export default defineConfig({
  tasks: [],
});
