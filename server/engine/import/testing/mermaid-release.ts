/** Written for the tests: each shape and arrow, a part within, and what only says how it looks. */
export const MERMAID_RELEASE = `---
title: Ship it
---
%% said in passing
flowchart TD
  begin([Start]) --> build[Build & test] & lint["Lint (fast)"]
  build --> ok{Green?}
  lint --> ok
  ok -- yes --> ship[[Release notes]]; ok -->|no| fix
  fix -.-> build
  subgraph later [After it]
    ship ==> done((Done))
  end
  classDef hot fill:#f00
  style fix stroke:#333`;
