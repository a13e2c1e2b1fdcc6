/** TensorFlow Java as a backend: a step is recorded as a graph and run in one native call. */
@NullMarked
package org.distill4j.tensorflow;

import org.jspecify.annotations.NullMarked;
