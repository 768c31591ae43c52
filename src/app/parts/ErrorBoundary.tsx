import { Component, lazy, Suspense, type ReactNode } from 'react';

const CrashScreen = lazy(() => import('#app/features/help/CrashScreen.tsx'));

/** The last resort for a bug in a screen: says so, keeps what is stored, and offers to start the app again. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Suspense fallback={null}>
        <CrashScreen />
      </Suspense>
    );
  }
}
