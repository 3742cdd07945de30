/** Keeps an analysis within its memory: it fails long before the heap would, since an exhausted heap ends the process. */
import { PackageError } from '../errors.ts'

export class Budget {
  private spent = 0

  constructor(private readonly bytesMax: number) {}

  /** Accounts for `bytes` that are kept until the end. Throws PackageError package_too_complex. */
  spend(bytes: number): void {
    this.spent += bytes
    if (this.spent > this.bytesMax) throw new PackageError('package_too_complex')
  }
}
