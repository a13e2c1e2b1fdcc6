/** Teacher outputs that are computed once and read afterwards. */
@NullMarked
package org.distill4j.core.cache;

import org.jspecify.annotations.NullMarked;
