/** Detects network access of programs. */
@NullMarked
package org.distill4j.network;

import org.jspecify.annotations.NullMarked;
