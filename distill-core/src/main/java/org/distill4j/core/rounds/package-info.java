/**
 * Training by many workers in rounds: each takes some steps on its own examples, and their results
 * are averaged. Nothing here knows how workers are reached; {@link
 * org.distill4j.core.rounds.InProcessWorkers} runs them in this process, and any other way of
 * running them gives the same weights bit for bit.
 */
@NullMarked
package org.distill4j.core.rounds;

import org.jspecify.annotations.NullMarked;
