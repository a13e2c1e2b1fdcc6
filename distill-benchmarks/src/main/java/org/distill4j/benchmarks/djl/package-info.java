/** The job in PyTorch's own terms, through DJL. */
@NullMarked
package org.distill4j.benchmarks.djl;

import org.jspecify.annotations.NullMarked;
