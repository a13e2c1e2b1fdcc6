/**
 * A trained student as one file, which holds all that a prediction needs, and what predicts with it
 * on any engine.
 */
@NullMarked
package org.distill4j.student;

import org.jspecify.annotations.NullMarked;
