/** The job in Deeplearning4j's own terms. */
@NullMarked
package org.distill4j.benchmarks.dl4j;

import org.jspecify.annotations.NullMarked;
