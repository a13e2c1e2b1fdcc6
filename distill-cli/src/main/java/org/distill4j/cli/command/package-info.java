/** The subcommands of {@code distill}. */
@NullMarked
package org.distill4j.cli.command;

import org.jspecify.annotations.NullMarked;
