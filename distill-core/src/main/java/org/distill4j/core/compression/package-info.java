/** Students of fewer bits, fewer weights or fewer units, which learn to be so. */
@NullMarked
package org.distill4j.core.compression;

import org.jspecify.annotations.NullMarked;
