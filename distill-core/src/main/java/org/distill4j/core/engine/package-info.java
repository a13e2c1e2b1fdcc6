/** Networks of an engine's own kind as students. */
@NullMarked
package org.distill4j.core.engine;

import org.jspecify.annotations.NullMarked;
