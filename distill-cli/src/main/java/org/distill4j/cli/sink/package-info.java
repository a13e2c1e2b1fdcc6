/** Files that a training's numbers go to while it runs. */
@NullMarked
package org.distill4j.cli.sink;

import org.jspecify.annotations.NullMarked;
