import { UndirectedGraph } from "graphology";
import pagerank from "graphology-metrics/centrality/pagerank.js";

type Stemmed = { readonly stems: readonly string[] };

/**
 * TextRank: how central each sentence is among the others, by PageRank over their overlap in meaningful words.
 * The most central one has 1.
 */
export function textRank(sentences: readonly Stemmed[]): number[] {
  if (sentences.length === 0) return [];
  const graph = new UndirectedGraph();
  const sets = sentences.map(({ stems }) => new Set(stems));
  for (const node of sets.keys()) graph.addNode(String(node));
  sets.forEach((left, from) => {
    for (let to = from + 1; to < sets.length; to++) {
      const weight = overlap(left, sets[to] ?? new Set());
      if (weight > 0) graph.addEdge(String(from), String(to), { weight });
    }
  });
  if (graph.size === 0) return sentences.map(() => 1);
  const ranks = pagerank(graph, { getEdgeWeight: "weight", maxIterations: 2_000, tolerance: 1e-9 });
  const scores = sentences.map((_, node) => ranks[String(node)] ?? 0);
  const best = Math.max(...scores);
  return scores.map((score) => score / best);
}

/** Common words, related to the length of both sentences (Mihalcea and Tarau, 2004). */
function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const common = countCommon(left, right);
  return common === 0 ? 0 : common / (Math.log(left.size + 1) + Math.log(right.size + 1));
}

/** Whether two sentences say much the same: more than half of their words are common. */
export function isRepetition(left: Stemmed, right: Stemmed): boolean {
  const [a, b] = [new Set(left.stems), new Set(right.stems)];
  const common = countCommon(a, b);
  return common > 0 && common / (a.size + b.size - common) > 0.5;
}

function countCommon(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let common = 0;
  for (const stem of left) if (right.has(stem)) common += 1;
  return common;
}
