import { createRoot } from 'react-dom/client';
import { FunnelPage } from './funnel-page.tsx';

createRoot(document.getElementById('root')!).render(<FunnelPage />);
