/** The {@code distill} command. */
@NullMarked
package org.distill4j.cli;

import org.jspecify.annotations.NullMarked;
