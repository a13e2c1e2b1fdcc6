/** Guice modules that connect backend, session and trainer. */
@NullMarked
package org.distill4j.core.wiring;

import org.jspecify.annotations.NullMarked;
