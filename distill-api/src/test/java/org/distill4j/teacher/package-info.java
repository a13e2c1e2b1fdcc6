/** Tests of teachers. */
@org.jspecify.annotations.NullMarked
package org.distill4j.teacher;
