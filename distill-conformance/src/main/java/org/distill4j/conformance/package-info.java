/**
 * The rules that every backend keeps, as tests. A backend's author subclasses {@link
 * org.distill4j.conformance.BackendConformance}; SPEC.md beside this module lists the rules.
 */
@NullMarked
package org.distill4j.conformance;

import org.jspecify.annotations.NullMarked;
