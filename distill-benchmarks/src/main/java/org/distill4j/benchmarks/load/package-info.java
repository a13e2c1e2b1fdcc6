/** What students take when they serve and train for long: latency, right answers, memory. */
@NullMarked
package org.distill4j.benchmarks.load;

import org.jspecify.annotations.NullMarked;
