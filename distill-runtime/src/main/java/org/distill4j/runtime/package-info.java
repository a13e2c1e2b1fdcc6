/** Predicts with student files in Java alone. */
@NullMarked
package org.distill4j.runtime;

import org.jspecify.annotations.NullMarked;
