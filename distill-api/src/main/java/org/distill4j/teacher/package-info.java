/** Teachers: sources of outputs to learn from. */
@NullMarked
package org.distill4j.teacher;

import org.jspecify.annotations.NullMarked;
