/** The MNIST run: a teacher, a student distilled from it, and the same student alone. */
@NullMarked
package org.distill4j.examples.mnist;

import org.jspecify.annotations.NullMarked;
