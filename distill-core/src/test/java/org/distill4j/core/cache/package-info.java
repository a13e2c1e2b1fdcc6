/** Tests of caches. */
@NullMarked
package org.distill4j.core.cache;

import org.jspecify.annotations.NullMarked;
