/** Caches of teacher outputs. */
@NullMarked
package org.distill4j.core.cache;

import org.jspecify.annotations.NullMarked;
