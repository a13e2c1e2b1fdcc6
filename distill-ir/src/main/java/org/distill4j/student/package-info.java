/**
 * A trained student as one file, which holds all that a prediction needs, and the predictor of such
 * a file on any engine.
 */
@NullMarked
package org.distill4j.student;

import org.jspecify.annotations.NullMarked;
