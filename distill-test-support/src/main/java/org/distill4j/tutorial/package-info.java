/**
 * The small backend of docs/writing-a-backend.md, which computes on arrays. Tests of core run
 * models on it.
 */
@org.jspecify.annotations.NullMarked
package org.distill4j.tutorial;
