/** Texts of which few have labels. */
@NullMarked
package org.distill4j.examples.text;

import org.jspecify.annotations.NullMarked;
