/** A teacher of several tasks, and students that specialise in one of them. */
@NullMarked
package org.distill4j.examples.multitask;

import org.jspecify.annotations.NullMarked;
