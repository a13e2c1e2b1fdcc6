/** The job in TensorFlow's own terms. */
@NullMarked
package org.distill4j.benchmarks.tensorflow;

import org.jspecify.annotations.NullMarked;
