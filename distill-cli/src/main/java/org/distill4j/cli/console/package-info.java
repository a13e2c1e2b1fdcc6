/** Console output of running programs: progress, live or line by line, and tables. */
@NullMarked
package org.distill4j.cli.console;

import org.jspecify.annotations.NullMarked;
