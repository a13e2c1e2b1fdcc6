/**
 * Functions that engines may compute as one: composites with a body in primitives and a rule for
 * their gradient.
 */
@NullMarked
package org.distill4j.core.function;

import org.jspecify.annotations.NullMarked;
