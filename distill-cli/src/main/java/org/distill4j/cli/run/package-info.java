/** Runs that a configuration describes: read and checked, printed as Java, carried out. */
@NullMarked
package org.distill4j.cli.run;

import org.jspecify.annotations.NullMarked;
