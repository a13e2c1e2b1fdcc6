/** Kinds of teachers. */
@NullMarked
package org.distill4j.core.teacher;

import org.jspecify.annotations.NullMarked;
