import fc from "fast-check";

// What lands is judged by the same cases each time; other cases are looked for on machines of people.
if (process.env["CI"]) fc.configureGlobal({ seed: 20_261_127 });
