/**
 * Functions that engines may compute whole: composites with a body in primitives and a rule for
 * their gradient.
 */
@NullMarked
package org.distill4j.core.function;

import org.jspecify.annotations.NullMarked;
