/** Searches for settings of a training, and for the size of a student, on held-out examples. */
@NullMarked
package org.distill4j.core.tune;

import org.jspecify.annotations.NullMarked;
