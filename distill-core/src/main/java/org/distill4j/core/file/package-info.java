/** File access for the modules of distill4j alone. */
@NullMarked
package org.distill4j.core.file;

import org.jspecify.annotations.NullMarked;
