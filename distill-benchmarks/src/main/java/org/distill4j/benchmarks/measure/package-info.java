/** Measuring and reporting of times and memory. */
@NullMarked
package org.distill4j.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
