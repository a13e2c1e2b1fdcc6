/** Runs of a configuration: read and checked, printed as Java, executed. */
@NullMarked
package org.distill4j.cli.run;

import org.jspecify.annotations.NullMarked;
