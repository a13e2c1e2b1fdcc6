/** Losses as pure functions of what student, teachers and labels say. */
@NullMarked
package org.distill4j.loss;

import org.jspecify.annotations.NullMarked;
