/** Optimizers, gradient clipping and schedules, as values. */
@NullMarked
package org.distill4j.optim;

import org.jspecify.annotations.NullMarked;
