import { Component, type ReactNode } from 'react';
import { later } from './later.tsx';

const CrashScreen = later(() => import('#app/features/help/CrashScreen.tsx'), 'first');

/** The last resort for a bug in a screen: says so, keeps what is stored, and offers to start the app again. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <CrashScreen />;
  }
}
