/** Files for a training's numbers while it runs. */
@NullMarked
package org.distill4j.cli.sink;

import org.jspecify.annotations.NullMarked;
