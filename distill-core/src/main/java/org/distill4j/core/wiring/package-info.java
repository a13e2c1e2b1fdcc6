/** Guice modules that put backend, session and trainer together. */
@NullMarked
package org.distill4j.core.wiring;

import org.jspecify.annotations.NullMarked;
