/** Student files in programs with Spring AI. */
@NullMarked
package org.distill4j.springai;

import org.jspecify.annotations.NullMarked;
