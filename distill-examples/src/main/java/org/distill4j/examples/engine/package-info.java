/** Which engine an example runs on. */
@NullMarked
package org.distill4j.examples.engine;

import org.jspecify.annotations.NullMarked;
