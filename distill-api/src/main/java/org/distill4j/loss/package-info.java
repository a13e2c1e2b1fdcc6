/** Losses as pure functions of what student, teachers and labels give. */
@NullMarked
package org.distill4j.loss;

import org.jspecify.annotations.NullMarked;
